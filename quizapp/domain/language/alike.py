"""Everyday words that mean much the same, for what is said in other words than the card's.

A group is not a dictionary's: it holds words that one may put for each other in an answer and still say the same thing.
"""

from functools import lru_cache

from quizapp.domain.language.words import Word, word

_GROUPS = """
    wrong incorrect mistake misclassify misclassified misclassification error erroneous mispredict | 틀리다 틀린 오분류 실수 잘못 오답
    right correct accurate | 맞히다 맞는
    update change adjust modify nudge tweak alter | 업데이트 갱신 수정 조정 바꾸다 고치다
    random randomly stochastic arbitrary chance | 무작위 랜덤 임의 난수
    initialise initial start begin | 초기화 시작
    repeat iterate loop again | 반복 되풀이
    small tiny little few | 작은 작게
    large big huge giant | 커다란 크게
    fast quick quickly rapid rapidly speed | 빠르다 빨리
    slow slowly crawl forever | 느리다 천천히
    stop halt terminate end finish quit | 멈추다 중단 종료 끝나다
    drop disable deactivate kill remove | 제거 비활성화 끄다
    compute calculate work evaluate determine | 계산 구하다
    minimise reduce lower decrease shrink minimum | 최소화 줄이다 낮추다 감소
    increase grow rise | 증가 늘리다 늘어나다 커지다
    separate split divide partition | 나누다 가르다 분리 구분
    shift translate slide move offset | 이동 옮기다
    turn rotate tilt rotation | 회전 돌리다
    vanish disappear shrink fade | 소실 사라지다 없어지다
    explode diverge overflow blow | 폭주 폭발 터지다 발산
    depend depends vary | 다르다 달라지다 따라
    price cost expense expensive downside drawback disadvantage | 비용 단점 대가 비싸다
    explain interpret interpretability understand | 설명 해석
    inside within contain include part subset belong umbrella | 포함 속하다 부분집합
    example sample instance | 샘플 예제 표본
    need require necessary | 필요 요구
    choose pick select tune | 고르다 선택 정하다
    guarantee promise ensure assure | 보장
    store save keep cache remember hold | 저장 캐시 보관
    prevent avoid fight | 막다 방지 피하다
    beat outperform win better | 이기다 낫다
    whole entire full all | 전체 모든 전부
    connect wire link attach | 연결
    mean average averaged | 평균
    usual usually default common typical typically standard | 보통 흔히
    compare comparison against | 비교
    difference differ distance far | 차이 거리
    improve better progress | 향상 좋아지다 나아지다
    learn train fit | 학습 훈련 배우다
    noise noisy jitter | 노이즈 잡음
    parallel simultaneously concurrent concurrently | 병렬 동시
    efficient efficiently cheap cheaply | 효율 값싼
    handcraft manual manually handmade | 수동 직접 손으로
    automatic automatically itself themselves | 자동 스스로 알아서 저절로
    use apply employ | 사용 이용 적용 활용
    find search discover locate | 찾다 탐색
    insert add append | 추가 삽입 더하다
    delete erase | 삭제
    fail crash break | 실패
    equal same identical | 같다 동일
    separate distinct different | 다르다
    before beforehand advance prior | 전에 미리
    last final finally eventually | 마지막 최종
    peek leak leakage | 누수 유출 새다
"""
"""One group a line, English and Korean. They are those of explanations at large; a deck's own terms belong in its cards and glossary."""


def _by_stem() -> dict[str, frozenset[str]]:
    """For the stem of each word in a group the words of all groups that it is in."""
    found: dict[str, frozenset[str]] = {}
    for line in _GROUPS.strip().splitlines():
        group = frozenset(line.replace("|", " ").split())
        for each in group:
            stem = word(each).stem
            found[stem] = found.get(stem, frozenset()) | group
    return found


_MEANINGS = _by_stem()


@lru_cache(maxsize=4096)
def alike(wanted: Word) -> tuple[Word, ...]:
    """Other words for `wanted`, in both languages."""
    return tuple(each for each in map(word, sorted(_MEANINGS.get(wanted.stem, ()))) if each.stem != wanted.stem)
