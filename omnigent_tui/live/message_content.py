"""What a message says on the wire: its files and its text as content blocks, or the arguments of a skill."""

from typing import Any

from omnigent_tui.protocol.cleaning import clean
from omnigent_tui.protocol.items import Item, MessageItem, SlashCommandItem
from omnigent_tui.state.outbox import OutgoingMessage


def content_blocks(message: OutgoingMessage) -> list[dict[str, Any]]:
    """Return the content of a `message` event: files first, as the server itself orders them, then the text."""
    blocks: list[dict[str, Any]] = [
        {
            "type": "input_image" if attached.is_image else "input_file",
            "file_id": attached.file_id,
            "filename": attached.name,
        }
        for attached in message.attachments
    ]
    if message.text.strip() or not blocks:
        blocks.append({"type": "input_text", "text": message.text})
    return blocks


def skill_arguments(message: OutgoingMessage) -> str:
    """Return what follows the skill's name in the text of a message that runs one."""
    return message.text.removeprefix(f"/{message.skill}").strip()


def shows(item: Item, message: OutgoingMessage) -> bool:
    """Whether a stored item says what the message says: the same words and files of a person, or the same skill."""
    match item:
        case SlashCommandItem():
            arguments = clean(skill_arguments(message))
            return message.skill is not None and (item.name, item.arguments) == (clean(message.skill), arguments)
        case MessageItem(role="user") if message.skill is None:
            files = [block.file_id for block in item.content if block.file_id]
            return item.text == clean(message.text) and files == [a.file_id for a in message.attachments]
        case _:
            return False
