import type { Item } from "../api/schemas.ts";
import { goTo, here, Link } from "../app/navigation.tsx";
import { usePageTitle } from "../app/page-title.ts";
import { Failure, Loading, Notice } from "../ui/notice.tsx";
import { pathOf, type Search, searchFrom } from "./catalogue.ts";
import { Cover } from "./cover.tsx";
import { More } from "./more.tsx";
import { SearchForm } from "./search-form.tsx";
import { useFound } from "./use-found.ts";

/** What can be booked. */
export function BrowsePage() {
  usePageTitle("What can be booked");
  const search = searchFrom(here().searchParams);
  const key = pathOf(search);
  return (
    <>
      <header class="browse-head">
        <h1 tabIndex={-1}>Where would you like to be?</h1>
        <SearchForm
          key={key}
          search={search}
          submit={(next) => {
            goTo(pathOf(next));
          }}
        />
      </header>
      <Results key={key} search={search} />
    </>
  );
}

function Results({ search }: { search: Search }) {
  const { first, items, ...rest } = useFound(search);
  if (first.state === "loading") return <Loading what="what can be booked" />;
  if (first.state === "failed") return <Failure error={first.error} retry={first.reload} />;
  if (items.length === 0) return <Nothing search={search} />;
  return (
    <>
      <p class="visually-hidden" role="status">
        {items.length} found
      </p>
      <Cards items={items} />
      <More {...rest} />
    </>
  );
}

function Nothing({ search }: { search: Search }) {
  const isSearch = pathOf(search) !== "/";
  if (!isSearch) {
    return (
      <Notice flag="Q" title="The quay is empty">
        <p>Nothing is on offer yet. As soon as something is, it is here.</p>
      </Notice>
    );
  }
  return (
    <Notice flag="Q" title="Nothing like that">
      <p>
        {search.from === "" && search.to === ""
          ? "Try fewer words, or another kind."
          : "Nothing is free then. Try other days, or all of them."}
      </p>
      <Link to="/" class="button">
        Show everything
      </Link>
    </Notice>
  );
}

function Cards({ items }: { items: readonly Item[] }) {
  return (
    <ul class="cards">
      {items.map((item) => (
        <li key={item.itemId} class="card">
          <Cover item={item} />
          <div class="card-text">
            <p class="kind">{item.kind}</p>
            <h2>
              <Link to={`/items/${encodeURIComponent(item.itemId)}`}>{item.title}</Link>
            </h2>
            <p>{item.description}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
