import {blank} from '../line.ts';
import type {QueueTab} from '../place.ts';
import type {PlaceDefinition} from '../place-definition.ts';
import {readFacts} from './read-facts.ts';
import {flowTab} from './flow-tab.ts';
import {historyTab} from './history-tab.ts';
import {kindOf} from './overview.ts';
import {policyTab} from './policy-tab.ts';
import {refreshQueue} from './refresh.ts';
import {settingsTab} from './settings-tab.ts';
import {queueSentence} from './subject.ts';
import {tabFurnitureRows, type QueueTabPlace, type TabView} from './tab-view.ts';
import {queueTabs} from './tabs.ts';
import {tagsTab} from './tags-tab.ts';
import {queueRow} from './state.ts';

const views: Readonly<Record<QueueTab, TabView>> = {
	flow: flowTab,
	history: historyTab,
	settings: settingsTab,
	policy: policyTab,
	tags: tagsTab,
};

/** Flow, History, Settings, Policy and Tags of one queue. */
export const queueTabPlace: PlaceDefinition<QueueTabPlace> = {
	pane: 'queues',
	isFilterable: () => false,
	crumb: place => place.name,
	aside: (state, place) => kindOf(queueRow(state, place.url)),
	tabs: (state, place) => queueTabs(state, place),
	order: (state, place) => views[place.tab].order?.(state, place) ?? blank,
	ids: (state, place) => views[place.tab].ids?.(state, place) ?? [],
	visibleRows: rows => Math.max(1, rows - tabFurnitureRows),
	body: (state, place, area) => views[place.tab].body(state, place, area),
	status(state, place) {
		const row = queueRow(state, place.url);
		return views[place.tab].status?.(state, place) ?? (row ? queueSentence(state, row) : blank);
	},
	enter: (state, place) => [refreshQueue(place.url), readFacts(place.url), ...(views[place.tab].enter?.(state, place) ?? [])],
};
