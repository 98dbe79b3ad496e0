"""Lets TRL train a tiny model that begins at random, on the CPU, and keep its completions."""

import sys
from pathlib import Path

import torch
from datasets import Dataset
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM
from trl import GRPOConfig, GRPOTrainer

SPECIAL = ["<pad>", "<|im_start|>", "<|im_end|>"]
CHAT = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
QUESTIONS = ["How much is 2 + 3?", "How much is 4 + 4?", "Wie viel ist 7 − 5?", "3 × 3 = ?"]
STEPS = 3


def make_tokenizer():
    """Every byte is a token; the marks of thoughts are tokens of their own, as in Qwen3."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokenizer = Tokenizer(models.BPE(vocab={c: i for i, c in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(SPECIAL)
    tokenizer.add_tokens(["<think>", "</think>"])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<|im_end|>", chat_template=CHAT, padding_side="left"
    )


def make_model(tokenizer):
    torch.manual_seed(0)
    config = Qwen2Config(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=256,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        tie_word_embeddings=False,
    )
    model = Qwen2ForCausalLM(config)
    # Marks of thoughts and the end are likely, so that completions are of every kind.
    likely = tokenizer.convert_tokens_to_ids(["<think>", "</think>", "<|im_end|>"])
    model.lm_head = torch.nn.Linear(config.hidden_size, config.vocab_size, bias=True)
    with torch.no_grad():
        model.lm_head.bias.zero_()
        model.lm_head.bias[likely] = 3.0
    return model


def text_of(completion):
    return completion if isinstance(completion, str) else completion[0]["content"]


def thirds(completions, log_extra, **_):
    """Shares that no binary fraction is, None for the shortest; it logs columns that are no rewards."""
    texts = list(map(text_of, completions))
    log_extra("characters", [len(text) for text in texts])
    log_extra("ends", [text[-1:] for text in texts])
    # None makes whole numbers floats: nothing but its place tells such a column from a reward.
    log_extra("marks", [text.count("<") or None for text in texts])
    return [len(text) / 3 if len(text) > 4 else None for text in texts]


def closes_thought(completions, **_):
    """None where no thought is begun."""
    return [float("</think>" in text) if "<think>" in text else None for text in map(text_of, completions)]


def train(target, prompts, tokenizer):
    arguments = GRPOConfig(
        output_dir=str(target),
        log_completions=True,
        num_completions_to_print=1,
        logging_steps=1,
        save_strategy="no",
        report_to="none",
        use_cpu=True,
        bf16=False,
        activation_checkpointing=False,
        max_steps=STEPS,
        per_device_train_batch_size=16,
        num_generations=4,
        max_completion_length=24,
        learning_rate=1e-2,
        seed=0,
        disable_tqdm=True,
    )
    trainer = GRPOTrainer(
        model=make_model(tokenizer),
        reward_funcs=[thirds, closes_thought],
        args=arguments,
        train_dataset=Dataset.from_dict({"prompt": prompts}),
        processing_class=tokenizer,
    )
    trainer.train()


if __name__ == "__main__":
    target = Path(sys.argv[1])
    tokenizer = make_tokenizer()
    train(target / "text", QUESTIONS, tokenizer)
    train(target / "messages", [[{"role": "user", "content": q}] for q in QUESTIONS], tokenizer)
