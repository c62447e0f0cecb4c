  UNION ALL
  SELECT wanted.name, current_setting(wanted.name, true), 3
  FROM /*function*/() AS called
  CROSS JOIN wanted
