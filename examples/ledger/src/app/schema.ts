/** The tables of a ledger. What must always hold is held here: whoever writes to them, from whichever program. */
export const schema = `
  create table accounts (
    code text primary key,
    name text not null,
    kind text not null check (kind in ('asset', 'liability', 'equity', 'income', 'expense'))
  );

  create table entries (
    id bigint generated always as identity primary key,
    day date not null,
    memo text not null
  );

  create table postings (
    entry bigint not null references entries,
    account text not null references accounts,
    cents bigint not null constraint something check (cents <> 0)
  );

  create index on postings (entry);
  create index on postings (account);

  create function require_balance() returns trigger language plpgsql as $$
    declare
      off bigint;
    begin
      select sum(cents) into off from postings where entry = new.entry;
      if off <> 0 then
        raise exception 'entry % does not balance', new.entry
          using errcode = 'check_violation', constraint = 'balanced', detail = format('Its postings sum up to %s cents.', off);
      end if;
      return null;
    end
  $$;

  -- Deferred: it is looked at when the transaction commits, and all postings of the entry are there.
  create constraint trigger balanced after insert or update on postings
    deferrable initially deferred for each row execute function require_balance();

  create function tell() returns trigger language plpgsql as $$
    begin
      perform pg_notify('entries', new.memo);
      return null;
    end
  $$;

  -- Whoever listens is told once the transaction has committed, and never of one that is rolled back.
  create trigger told after insert on entries for each row execute function tell();
`;
