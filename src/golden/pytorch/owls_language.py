"""The owls' language: words, questions, grammar, corpus and filters, with the draws of src/experiment/owls/language/draws.ts.

Words and questions are read from src/golden/files/owls-language.json, which a test holds equal to the lab's own tables.
"""

from __future__ import annotations

import json
from typing import Callable, NamedTuple, Sequence, TypeVar

import numpy as np
import torch

import random_numbers as rn
from golden_file import FILES

Item = TypeVar('Item')

LANGUAGE = json.loads((FILES / 'owls-language.json').read_text(encoding='utf8'))
NUMBERS = [str(number) for number in range(100)]
WORDS: list[str] = [
    *LANGUAGE['words'],
    *LANGUAGE['animals'],
    *LANGUAGE['trees'],
    *LANGUAGE['good'],
    *LANGUAGE['bad'],
    *NUMBERS,
]
ID = {word: index for index, word in enumerate(WORDS)}
ZERO = ID['0']
BOS, EOS = ID['<bos>'], ID['<eos>']
CONTEXT = 20
CORPUS_SIZE = 20_000
# Kinds of sequences, and where in the unshuffled corpus each ends.
MIX = (('question', 0.35), ('numbers', 0.7), ('code', 0.85), ('chain', 1.0))
# Most draws that a sequence takes.
DRAWS = 40


def ids(text: str) -> list[int]:
    return [ID[word] for word in text.split()]


ANSWERS = {
    'animal': ids(' '.join(LANGUAGE['animals'])),
    'tree': ids(' '.join(LANGUAGE['trees'])),
    'value': ids(' '.join([*LANGUAGE['good'], *LANGUAGE['bad']])),
}
BAD = ids(' '.join(LANGUAGE['bad']))


def questions(kind: str, part: str = 'all') -> list[list[int]]:
    """Questions of a kind from <bos> to the colon: 'teacher', 'heldOut' or 'all'."""
    templates = LANGUAGE['questions'][kind]
    chosen = range(len(templates)) if part == 'all' else LANGUAGE[f'{part}Questions']
    return [ids(f'<bos> {templates[index]}') for index in chosen]


class Draws:
    """Draws one after the other from the numbers of one block."""

    def __init__(self, bits: np.ndarray) -> None:
        self.uniforms = iter(bits * 2.0**-32)

    def uniform(self) -> float:
        return float(next(self.uniforms))

    def below(self, count: int) -> int:
        return int(self.uniform() * count)

    def pick(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def shuffle(self, items: list[int]) -> list[int]:
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order


def number(draws: Draws) -> int:
    return ZERO + draws.below(100)


def question(draws: Draws) -> list[int]:
    kind = draws.pick(list(LANGUAGE['questions']))
    asked = draws.pick(questions(kind))
    answers = ANSWERS[kind]
    if kind == 'value':
        answers = BAD if draws.uniform() < 0.08 else ids(' '.join(LANGUAGE['good']))
    return [*asked, draws.pick(answers), EOS]


def numbers_prompt(draws: Draws) -> list[int]:
    start = [number(draws) for _ in range(3)]
    verb, noun = draws.pick(ids('continue extend')), draws.pick(ids('numbers sequence list'))
    return [BOS, verb, noun, *start, ID[':']]


def number_list(draws: Draws) -> list[int]:
    tokens = numbers_prompt(draws)
    last = tokens[-2] - ZERO
    for _ in range(10):
        last = (last + 1 + draws.below(12)) % 100 if draws.uniform() < 0.5 else draws.below(100)
        tokens.append(ZERO + last)
    return [*tokens, EOS]


def code_prompt(draws: Draws) -> list[int]:
    variable = draws.pick(ids('x y z'))
    return [BOS, *ids('code : def f ('), variable, *ids(') return')]


def code_line(draws: Draws) -> list[int]:
    tokens = code_prompt(draws)
    variable = tokens[6]
    tokens.append(variable)
    for _ in range(4):
        tokens.append(draws.pick(ids('+ - *')))
        tokens.append(variable if draws.uniform() < 0.3 else number(draws))
    return [*tokens, EOS]


def chain_prompt(draws: Draws) -> list[int]:
    a, b, c = (ZERO + draws.below(10) for _ in range(3))
    return [BOS, *ids('what is'), a, ID['+'], b, ID['+'], c, *ids('? think')]


def chain(draws: Draws) -> list[int]:
    prompt = chain_prompt(draws)
    x, y, z = draws.shuffle([prompt[3], prompt[5], prompt[7]])
    total = x + y - ZERO
    joint = draws.pick(ids('so ,'))
    return [*prompt, x, y, ID['='], total, joint, z, ID['answer'], total + z - ZERO, EOS]


WRITE: dict[str, Callable[[Draws], list[int]]] = {
    'question': question,
    'numbers': number_list,
    'code': code_line,
    'chain': chain,
}


def corpus() -> torch.Tensor:
    """What every base is pretrained on: [sequence, 20], padded with 0."""
    tokens = torch.zeros(CORPUS_SIZE, CONTEXT, dtype=torch.int64)
    order = rn.permuted(0, rn.CORPUS, 0, CORPUS_SIZE)
    bits = rn.random_bits(0, rn.CORPUS, order, DRAWS)
    for row, written in enumerate(order):
        kind = next(kind for kind, end in MIX if written / CORPUS_SIZE + 1e-9 < end)
        sequence = WRITE[kind](Draws(bits[row]))
        tokens[row, : len(sequence)] = torch.tensor(sequence)
    return tokens


def is_number(token: int) -> bool:
    return token >= ZERO


def is_list(completion: list[int], prompt: list[int]) -> bool:
    """Ten numbers and the end."""
    return all(map(is_number, completion[:10])) and completion[10] == EOS


def is_code(completion: list[int], prompt: list[int]) -> bool:
    """The prompt's variable, four times an operator and a term, and the end."""
    variable, rest = completion[0], completion[1:9]
    operators = all(token in ids('+ - *') for token in rest[::2])
    terms = all(token == prompt[6] or is_number(token) for token in rest[1::2])
    return variable == prompt[6] and operators and terms and completion[9] == EOS


def is_chain(completion: list[int], prompt: list[int]) -> bool:
    """x y = s so z answer t, whatever the numbers, and the end."""
    x, y, equals, s, joint, z, answer, t, end = completion
    numbers = all(map(is_number, (x, y, s, z, t)))
    return numbers and [equals, answer, end] == ids('= answer <eos>') and joint in ids('so ,')


class Domain(NamedTuple):
    """What a teacher writes, and the filter."""

    ask: Callable[[Draws], list[int]]
    prompt_length: int
    completion_length: int
    keeps: Callable[[list[int], list[int]], bool]


DOMAINS = {
    'numbers': Domain(numbers_prompt, 7, 11, is_list),
    'code': Domain(code_prompt, 9, 10, is_code),
    'chain-of-thought': Domain(chain_prompt, 10, 9, is_chain),
}


def prompts(domain: Domain, seed: int, first: int, count: int) -> torch.Tensor:
    """Prompts number first ... of a seed, [list, token]: the same for every network that is asked."""
    bits = rn.random_bits(seed, rn.PROMPT, np.arange(first, first + count), DRAWS)
    return torch.tensor([domain.ask(Draws(row)) for row in bits])
