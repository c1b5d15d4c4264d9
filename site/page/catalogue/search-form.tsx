import { textIn } from "../ui/form.ts";
import { localDate } from "../ui/format.ts";
import type { Search } from "./catalogue.ts";

interface SearchFormProps {
  readonly search: Search;
  readonly submit: (search: Search) => void;
}

const kinds = [
  { value: "", label: "Everything" },
  { value: "tour", label: "Tours" },
  { value: "room", label: "Rooms" },
  { value: "table", label: "Tables" },
] as const;

/** What, and when. */
export function SearchForm({ search, submit }: SearchFormProps) {
  const today = localDate(new Date());
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        submit({ ...search, q: textIn(form, "q"), from: textIn(form, "from"), to: textIn(form, "to") });
      }}
    >
      <label class="field field-wide">
        <span>What</span>
        <input type="search" name="q" placeholder="A boat, a room, a table" defaultValue={search.q} maxLength={100} />
      </label>
      <label class="field">
        <span>From</span>
        <input type="date" name="from" min={today} defaultValue={search.from} />
      </label>
      <label class="field">
        <span>Until</span>
        <input type="date" name="to" min={today} defaultValue={search.to} />
      </label>
      <button type="submit" class="button">
        Search
      </button>
      <fieldset class="kinds">
        <legend class="visually-hidden">Kind</legend>
        {kinds.map(({ value, label }) => (
          <label key={value} class="chip">
            <input
              type="radio"
              name="kind"
              checked={search.kind === value}
              onChange={() => {
                submit({ ...search, kind: value });
              }}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
    </form>
  );
}
