"""Builds the demo server's application."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

from omnigent_tui.demo import answers
from omnigent_tui.demo.front_door import Abort, FrontDoor
from omnigent_tui.demo.routes import all_routes
from omnigent_tui.demo.seeded import populate
from omnigent_tui.demo.world import World, world_of


async def _on_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, answers.Problem):
        raise error
    return error.answer(flat=world_of(request).options.seed_shapes)


def build(world: World, abort: Abort) -> FrontDoor:
    """The application over a world, which is filled with its seeded data at startup."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        if not world.options.empty:
            await populate(world)
        yield
        for session in list(world.store.sessions.values()):
            world.agent.kill(session)

    app = Starlette(
        routes=all_routes(seed_shapes=world.options.seed_shapes),
        exception_handlers={answers.Problem: _on_problem},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.world = world
    return FrontDoor(app, world, abort)
