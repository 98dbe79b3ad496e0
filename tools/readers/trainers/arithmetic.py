"""A set of tasks for verifiers."""

import verifiers.v1 as vf

__all__ = ["Arithmetic"]


class SumData(vf.TaskData):
    answer: str


class Sum(vf.Task[SumData]):
    @vf.reward(weight=1.0)
    async def right(self, trace: vf.Trace) -> float:
        return float(f"\\boxed{{{self.data.answer}}}" in trace.last_reply)

    @vf.reward(weight=0.1)
    async def thirds(self, trace: vf.Trace) -> float:
        """Shares that no binary fraction is."""
        return len(trace.last_reply) / 3

    @vf.metric
    async def characters(self, trace: vf.Trace) -> float:
        return len(trace.last_reply)


class Arithmetic(vf.Taskset[Sum]):
    def load(self):
        for question, answer in [
            ("How much is 2 + 3?", "5"),
            ("How much is 4 + 4?", "8"),
            ("Wie viel ist 7 − 5?", "2"),
            ("3 × 3 = ?", "9"),
        ]:
            yield Sum(SumData(prompt=question, system_prompt="Answer briefly.", answer=answer), self.config.task)
