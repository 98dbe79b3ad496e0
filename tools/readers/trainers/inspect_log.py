"""Inspect evaluates a model whose answers are written here; with scorers of letters and of numbers, and a long prompt."""

import sys

from inspect_ai import Task, eval as evaluate
from inspect_ai.dataset import Sample
from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    ContentReasoning,
    ContentText,
    ModelOutput,
    ModelUsage,
    get_model,
)
from inspect_ai.scorer import Score, accuracy, match, mean, scorer
from inspect_ai.solver import generate, system_message

# Long texts stand once in a log, as attachments.
LONG = "Consider the following carefully. " * 8


@scorer(metrics=[mean()])
def length():
    async def score(state, target):
        return Score(value=len(state.output.completion) / 3, answer=state.output.completion[-12:])

    return score


def answer(input, tools, tool_choice, config):
    question = input[-1].text
    content = "Answer: 5"
    reason = "stop"
    if "4 + 4" in question:
        content = [ContentReasoning(reasoning="Four and four are eight."), ContentText(text="ANSWER: 8")]
    elif "7 − 5" in question:
        content, reason = "<think>Zwei, glaube ich: 7 − 5", "max_tokens"
    elif "3 × 3" in question:
        content = "<think>\nNine?\n</think>\nAnswer: 9"
    elif question.startswith(LONG):
        content = [ContentReasoning(reasoning=LONG + "So it is 1."), ContentText(text=LONG + "Answer: 1")]
    message = ChatMessageAssistant(content=content, source="generate", model="mockllm/model")
    usage = ModelUsage(input_tokens=10, output_tokens=7, total_tokens=17)
    return ModelOutput(model="mockllm", choices=[ChatCompletionChoice(message=message, stop_reason=reason)], usage=usage)


def task(name, samples):
    return Task(
        name=name,
        dataset=samples,
        solver=[system_message("Answer briefly."), generate()],
        scorer=[match(location="end", numeric=True), length()],
        epochs=2,
    )


QUESTIONS = [
    Sample(id="sum", input="How much is 2 + 3?", target="5", metadata={"difficulty": 1, "source": "by hand"}),
    Sample(id=2, input="How much is 4 + 4?", target="8", metadata={"difficulty": 1.5}),
    Sample(input="Wie viel ist 7 − 5?", target=["2", "zwei"]),
    Sample(
        id="a/b c",
        input=[
            ChatMessageUser(content="2 × 2 = ?"),
            ChatMessageAssistant(content="4", source="input"),
            ChatMessageUser(content="3 × 3 = ?"),
        ],
        target="9",
    ),
    Sample(id="long", input=LONG + "How much is 1?", target="1"),
]

if __name__ == "__main__":
    target = sys.argv[1]
    model = get_model("mockllm/model", custom_outputs=answer)
    (log,) = evaluate(
        task("arithmetic", QUESTIONS), model=model, log_dir=target, display="none", log_format="eval", log_samples=True
    )
    assert log.status == "success", log.error
