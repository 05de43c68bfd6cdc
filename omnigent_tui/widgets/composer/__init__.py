"""The composer: where a person writes; big pastes folded, drafts kept, earlier messages recalled."""
