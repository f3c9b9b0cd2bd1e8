-- What came out of a round is a page of its own now, with figures, draft and publication.
insert into round_result (round_id, summaries)
  select id, results from participation_round where results <> '{}';
--;;
drop view public_api.participation_round;
--;;
alter table participation_round drop column results;
--;;
create view public_api.participation_round as
  select id, slug, titles, questions, intros, area, action_fields, opens, closes, comments,
         standing, address, moderation
    from participation_round;
--;;
create view public_api.round_result with (security_barrier) as
  select r.slug as round, o.published, o.published_at
    from round_result o join participation_round r on r.id = o.round_id
   where o.published is not null;
--;;
-- Words of ideas that were public and became part of one that is. Behind a barrier as in imports.sql,
-- so that no reader's condition meets the words of one that was not.
create view public_api.merged_proposal with (security_barrier) as
  select p.public_id, i.public_id as into_public_id, p.title, p.body, p.display_name, p.created_at
    from proposal_merge m
    join proposal p on p.id = m.proposal_id and p.moderation_status = 'merged'
    join proposal i on i.id = m.whole_id and i.moderation_status = 'published'
   where m.former_status = 'published';
