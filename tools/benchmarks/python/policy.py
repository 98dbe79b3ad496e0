"""The PyTorch side: the same transformer, sampling with a key-value cache, and the two training steps.

Written for speed on a CPU, with nothing computed that the loss does not need: sequences are packed, so that only
attention sees padding; the last block goes on with the rows whose logits are wanted; ended completions leave the
batch while sampling. Vestige's side computes more (log-probabilities of the sampled tokens, entropies, a record
of every rollout). Where there was a choice, the fastest at these sizes was taken: attention as two batched
products is faster than `scaled_dot_product_attention`, inverting the cumulative distribution is faster than
`multinomial`.
"""

import math

import torch
import torch.nn.functional as F
from torch import nn


def causal_attention(q, k, v, mask):
    """q, k, v [batch, heads, time, head width], mask [context, context] of 0 and -inf"""
    batch, heads, time, size = q.shape
    q, k, v = (part.reshape(batch * heads, time, size) for part in (q, k, v))
    scores = torch.baddbmm(mask[:time, :time], q, k.transpose(1, 2), alpha=1 / math.sqrt(size))
    return torch.bmm(torch.softmax(scores, -1), v).view(batch, heads, time, size)


def decode_attention(q, keys, values):
    """q [batch, heads, 1, head width]; keys and values of the positions seen"""
    scores = (q / math.sqrt(q.shape[-1])) @ keys.transpose(2, 3)
    return torch.softmax(scores, -1) @ values


class Block(nn.Module):
    def __init__(self, width, feed_forward, heads):
        super().__init__()
        self.heads = heads
        self.ln_1 = nn.LayerNorm(width)
        self.attention_in = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.ln_2 = nn.LayerNorm(width)
        self.mlp_in = nn.Linear(width, feed_forward)
        self.mlp_out = nn.Linear(feed_forward, width)

    def qkv(self, x):
        """[rows, width] -> [rows, 3 width]"""
        return self.attention_in(self.ln_1(x))

    def split(self, qkv, time):
        """[batch * time, 3 width] -> three of [batch, heads, time, head width]"""
        size = qkv.shape[1] // (3 * self.heads)
        return qkv.view(-1, time, 3, self.heads, size).permute(2, 0, 3, 1, 4).unbind(0)

    def add(self, x, attended):
        """Adds what follows the attention, both [rows, width]."""
        x = x + self.attention_out(attended)
        return x + self.mlp_out(F.gelu(self.mlp_in(self.ln_2(x)), approximate="tanh"))


def joined(attended):
    """[batch, heads, time, head width] -> [batch * time, width]"""
    batch, heads, time, size = attended.shape
    return attended.transpose(1, 2).reshape(batch * time, heads * size)


class Packed:
    """Sequences one behind the other. A cell is a place in the padded batch [batch, time], a row is a token."""

    def __init__(self, padded, lengths, first_wanted):
        """
        padded: int64 [batch, time]; lengths: int64 [batch]; the rows wanted are those of each sequence from
        position `first_wanted` on
        """
        self.batch, self.time = padded.shape
        owner, self.positions = (torch.arange(self.time) < lengths[:, None]).nonzero(as_tuple=True)
        self.cells = owner * self.time + self.positions
        self.ids = padded.flatten()[self.cells]
        self.wanted = (self.positions >= first_wanted).nonzero()[:, 0]
        self.owners = owner[self.wanted]


class Policy(nn.Module):
    """A transformer of GPT-2's shape, as packages/model defines it."""

    def __init__(self, shape, vocabulary):
        super().__init__()
        width = shape["width"]
        self.heads = shape["heads"]
        self.wte = nn.Embedding(vocabulary, width)
        self.wpe = nn.Embedding(shape["contextLength"], width)
        self.blocks = nn.ModuleList(Block(width, 4 * width, self.heads) for _ in range(shape["layers"]))
        self.ln_f = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)
        context = shape["contextLength"]
        mask = torch.full((context, context), -math.inf).triu(1)
        self.register_buffer("mask", mask, persistent=False)

    def load(self, state):
        """Takes the weights of a GPT2LMHeadModel's state dict, whose inner matrices are [in, out]."""
        names = {
            "transformer.h.": "blocks.",
            "transformer.": "",
            "lm_head": "head",
            "attn.c_attn": "attention_in",
            "attn.c_proj": "attention_out",
            "mlp.c_fc": "mlp_in",
            "mlp.c_proj": "mlp_out",
        }
        own = {}
        for name, value in state.items():
            inner = ".c_" in name and value.dim() == 2
            for theirs, ours in names.items():
                name = name.replace(theirs, ours)
            own[name] = (value.T if inner else value).contiguous()
        self.load_state_dict(own)
        return self

    def log_probs(self, packed):
        """Log-probabilities of the tokens after the rows wanted, [wanted, vocabulary]"""
        x = self.wte(packed.ids) + self.wpe(packed.positions)
        for block in self.blocks:
            qkv = block.qkv(x)
            padded = qkv.new_zeros(packed.batch * packed.time, qkv.shape[1])
            padded = padded.index_copy(0, packed.cells, qkv)
            attended = joined(causal_attention(*block.split(padded, packed.time), self.mask))
            if block is self.blocks[-1]:
                x = x.index_select(0, packed.wanted)
                attended = attended.index_select(0, packed.cells[packed.wanted])
            else:
                attended = attended.index_select(0, packed.cells)
            x = block.add(x, attended)
        return F.log_softmax(self.head(self.ln_f(x)), -1)

    @torch.inference_mode()
    def sample(self, prompts, max_new_tokens, stop):
        """
        Completions at temperature 1: int64 [batch, new], and the length of each, int64 [batch]. Tokens after
        `stop` are 0.
        """
        batch, length = prompts.shape
        cache_shape = (batch, self.heads, length + max_new_tokens, self.wte.weight.shape[1] // self.heads)
        caches = [[torch.empty(cache_shape), torch.empty(cache_shape)] for _ in self.blocks]
        x = (self.wte(prompts) + self.wpe.weight[:length]).flatten(0, 1)
        for block, (keys, values) in zip(self.blocks, caches):
            q, k, v = block.split(block.qkv(x), length)
            keys[:, :, :length] = k
            values[:, :, :length] = v
            attended = joined(causal_attention(q, k, v, self.mask))
            if block is self.blocks[-1]:
                x = x[length - 1 :: length]
                attended = attended[length - 1 :: length]
            x = block.add(x, attended)
        tokens = torch.zeros(batch, max_new_tokens, dtype=torch.int64)
        lengths = torch.full((batch,), max_new_tokens)
        places = torch.arange(batch)  # rows of `tokens` that the rows of x and of the caches belong to
        open = torch.ones(batch, dtype=torch.bool)
        for step in range(max_new_tokens):
            cumulative = torch.softmax(self.head(self.ln_f(x)), -1).cumsum(-1)
            token = torch.searchsorted(cumulative, torch.rand(len(x), 1) * cumulative[:, -1:])[:, 0]
            tokens[places, step] = token if stop < 0 else token * open
            if stop >= 0:
                lengths[places[open & (token == stop)]] = step + 1
                open &= token != stop
                left = int(open.sum())
                if left == 0:
                    return tokens[:, : step + 1], lengths
                if left < COMPACT * len(x):
                    kept = open.nonzero()[:, 0]
                    places, token = places[kept], token[kept]
                    seen = length + step
                    for cache in caches:
                        cache[0], cache[1] = (shortened(part, kept, seen) for part in cache)
                    open = open[kept]
            if step == max_new_tokens - 1:
                return tokens, lengths
            position = length + step
            x = self.wte(token) + self.wpe.weight[position]
            for block, (keys, values) in zip(self.blocks, caches):
                q, k, v = block.split(block.qkv(x), 1)
                keys[:, :, position : position + 1] = k
                values[:, :, position : position + 1] = v
                seen = position + 1
                x = block.add(x, joined(decode_attention(q, keys[:, :, :seen], values[:, :, :seen])))


COMPACT = 0.85
"""Ended completions leave the batch when less than this share of it goes on; each time costs a copy of the caches."""


def shortened(cache, kept, seen):
    """The rows of a cache that go on."""
    shorter = torch.empty(len(kept), *cache.shape[1:])
    shorter[:, :, :seen] = cache[:, :, :seen].index_select(0, kept)
    return shorter


def optimizer_of(policy, learning_rate):
    return torch.optim.AdamW(
        policy.parameters(), lr=learning_rate, betas=(0.9, 0.99), weight_decay=0.0, fused=True
    )


def descend(policy, optimizer, loss):
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(policy.parameters(), 1.0, foreach=True)
    optimizer.step()


def supervised_step(policy, optimizer, sequences, lengths, prompt_length):
    """Maximum likelihood of the tokens after the prompt. `sequences` is padded, [batch, longest]."""
    packed = Packed(sequences[:, :-1], lengths - 1, prompt_length - 1)
    targets = sequences[packed.owners, packed.positions[packed.wanted] + 1]
    loss = F.nll_loss(policy.log_probs(packed), targets)
    descend(policy, optimizer, loss)
    return loss.item(), len(targets)


def outcome(tokens, lengths, labels, task):
    """1 where a completion is exactly `cot </think> prefix answer <eos>` with the right answer, else 0."""
    tail = torch.tensor([task["endThink"], *task["answerPrefix"], 0, task["eos"]])
    expected = tail.repeat(len(tokens), 1)
    expected[:, -2] = labels
    first = lengths - len(tail)
    at = (first[:, None] + torch.arange(len(tail))).clamp(min=0)
    once = (tokens == task["endThink"]).sum(1) == 1
    return (once & (first >= 0) & (tokens.gather(1, at) == expected).all(1)).float()


def reinforce_step(policy, reference, optimizer, prompts, labels, task):
    """REINFORCE with a batch-mean baseline and the exact KL to the reference in the loss."""
    batch, prompt_length = prompts.shape
    tokens, lengths = policy.sample(prompts, task["maxNewTokens"], task["eos"])
    rewards = outcome(tokens, lengths, labels, task)
    advantages = rewards - rewards.mean()
    sequences = torch.cat([prompts, tokens], 1)
    packed = Packed(sequences[:, :-1], prompt_length + lengths - 1, prompt_length - 1)
    targets = sequences[packed.owners, packed.positions[packed.wanted] + 1]
    with torch.inference_mode():
        reference_log_probs = reference.log_probs(packed)
    log_probs = policy.log_probs(packed)
    chosen = log_probs.gather(1, targets[:, None])[:, 0]
    divergence = (log_probs.exp() * (log_probs - reference_log_probs)).sum()
    loss = (task["kl"] * divergence - advantages[packed.owners] @ chosen) / batch
    descend(policy, optimizer, loss)
    return rewards.mean().item(), len(targets)
