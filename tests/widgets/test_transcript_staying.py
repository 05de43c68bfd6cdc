"""What a reader went to stays where it is, even while the newest line is on show, until they want to follow again."""

import pytest

from omnigent_tui.state.conversation import History
from omnigent_tui.state.search import FoundEntry, pattern_of
from omnigent_tui.state.search_hits import Hit
from omnigent_tui.state.transcript import AssistantMessage, Reasoning, UserMessage
from omnigent_tui.widgets.transcript.navigating import is_prompt
from omnigent_tui.widgets.transcript.view import TranscriptView
from tests.widgets.stage import staged
from tests.widgets.test_transcript_place import follows


@pytest.mark.parametrize("way", ["entry", "prompt", "top", "hit"])
async def test_what_was_chosen_while_all_fits_stays_while_more_comes(way: str) -> None:
    view = TranscriptView()
    history = (UserMessage(key="u0", text="before"), UserMessage(key="u", text="prompt"))

    def streams(lines: int) -> None:
        live = AssistantMessage(key="a", text="\n\n".join(f"line {n}" for n in range(lines)), streaming=True)
        view.show(history, (live,), (), History.COMPLETE)

    async with staged(view, (40, 12)) as (_, pilot):
        streams(1)
        await pilot.pause()
        assert follows(view)
        match way:
            case "entry":
                # The newest one is followed as it grows; any other is not left.
                assert view.choose_neighbour(-1)
                streams(2)
                assert follows(view)
                assert view.choose_neighbour(-1)
            case "prompt":
                assert view.choose_next(is_prompt, -1)
            case "hit":
                view.look_for(pattern_of("prompt"))
                assert view.go_to_hit(Hit(FoundEntry("u", (), 1), 0, is_loaded=True))
            case _:
                view.go_top()
        assert not follows(view)
        # Neither folding nor looking for what is above makes it follow.
        view.toggle_fold("u")
        view.scroll_lines(-3)
        for lines in range(2, 40):
            streams(lines)
            assert "before" in view.plain_text().split("\n")[0]
        assert "▼ newest" in view.plain_text().split("\n")[-1]
        view.go_bottom()
        streams(41)
        assert "line 40" in view.plain_text()
        assert follows(view)


async def test_who_chooses_the_newest_entry_or_comes_to_the_end_follows_again() -> None:
    view = TranscriptView()
    async with staged(view, (40, 12)) as (_, pilot):
        view.show((UserMessage(key="u", text="1"), UserMessage(key="v", text="2")), (), (), History.COMPLETE)
        await pilot.pause()
        # Of those on show the lowest is chosen first: the newest.
        for back in (lambda: view.choose_neighbour(-1), view.page_down, view.go_bottom):
            view.go_top()
            assert not follows(view)
            # Where the reader stays is where they come back to.
            place = view.bookmark()
            view.go_bottom()
            view.return_to(place)
            assert not follows(view)
            back()
            assert follows(view)


@pytest.mark.parametrize("above", range(1, 14))
async def test_of_what_is_chosen_or_unfolded_more_is_seen_than_its_first_line(above: int) -> None:
    view = TranscriptView()
    said = UserMessage(key="u", text="\n".join(f"said {n}" for n in range(above)))
    thought = Reasoning(key="r", text="\n\n".join(f"thought {n}" for n in range(9)))
    rest = tuple(UserMessage(key=f"m{n}", text="more") for n in range(9))

    def lines_of(index: int) -> int:
        return sum(at == index and line >= 0 for at, line in view._viewport.visible)

    async with staged(view, (40, 12)) as (_, pilot):
        view.show((said, thought, *rest), (), (), History.COMPLETE)
        await pilot.pause()
        view.go_top()
        view.toggle_fold("r")
        assert lines_of(1) > 1
        view.go_top()
        view.choose_entry("u")
        assert view.choose_neighbour(1)
        assert lines_of(1) > 1
