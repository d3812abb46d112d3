import type { ComponentChildren, JSX } from "preact";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Header } from "./header.tsx";
import { type Inspection, InspectionContext } from "./inspection.ts";
import { Announcements } from "./parts/announcements.tsx";
import { Away, Opening } from "./parts/away.tsx";
import { type Route, useRoute } from "./route.ts";
import { type FeedState, followFeed } from "./server/feed.ts";
import { createQuestions } from "./server/questions.ts";
import { useOverview } from "./server/use-overview.ts";
import { Tabs } from "./tabs.tsx";
import { viewOf } from "./views/view-of.ts";

/** The whole page: a frame that stays, and the view the address names. */
export function Inspector(): JSX.Element {
  const route = useRoute();
  const feed = useFeed();
  const { answer: overview, problem, again } = useOverview(feed.items[0]?.id);
  const questions = useMemo(createQuestions, []);
  const [said, setSaid] = useState<string>();
  const announce = useCallback((text: string) => setSaid(text), []);
  const inspection: Inspection | undefined = overview && {
    overview,
    feed,
    questions,
    refresh: again,
    announce,
  };

  return (
    <InspectionContext.Provider value={inspection}>
      <a class="skip" href={`#panel-${route.view}`} onClick={toPanel}>
        Skip to the view
      </a>
      <Header overview={overview} status={problem?.status === 0 ? "away" : feed.status} />
      <Tabs current={route.view} />
      {problem && overview && <Away problem={problem} onAgain={again} />}
      <main>
        <Panel route={route}>
          {overview ? <View route={route} /> : <Opening problem={problem} onAgain={again} />}
        </Panel>
      </main>
      <Announcements said={said} onEnd={() => setSaid(undefined)} />
    </InspectionContext.Provider>
  );
}

function View({ route }: { readonly route: Route }): JSX.Element {
  const Current = viewOf(route.view);
  return <Current parameters={route.parameters} />;
}

function Panel(props: {
  readonly route: Route;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { view } = props.route;
  return (
    <div
      role="tabpanel"
      class="panel"
      id={`panel-${view}`}
      aria-labelledby={`tab-${view}`}
      tabIndex={-1}
    >
      {props.children}
    </div>
  );
}

/** The hash of the address is the view, so a link to an element is followed by hand. */
function toPanel(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>(".panel")?.focus();
}

function useFeed(): FeedState {
  const [feed, setFeed] = useState<FeedState>({ items: [], status: "connecting" });
  useEffect(() => followFeed(setFeed), []);
  return feed;
}
