-- Data to begin with, for development: not applied in production.
-- Log in as ada@example.com with the password tulips-in-spring.
INSERT INTO private.users (id, email, password_hash) VALUES
  ('00000000-0000-4000-8000-00000000000a', 'ada@example.com',
   '$2a$10$WXJdwHTJ8rl5GwwvqA8rre6d8R2QN9ZxMmvDjGvmgN64wHYHQjRzK')
ON CONFLICT DO NOTHING;

INSERT INTO api.tasks (id, user_id, title, done, created_at)
SELECT ('00000000-0000-4000-8000-00000000000' || number)::uuid, '00000000-0000-4000-8000-00000000000a',
       title, done, timestamptz '2026-11-20 09:00:00+00' + number * interval '10 minutes'
FROM (VALUES
  (1, 'Order tulip bulbs', true),
  (2, 'Plant the tulips before the first frost', false),
  (3, 'Ask Grace how the demonstration went', false),
  (4, 'Open this page in a second window', false)) AS tasks (number, title, done)
ON CONFLICT DO NOTHING;
