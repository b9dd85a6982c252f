import type {EpochMs} from '../shared/clock.ts';
import type {DoneEntry} from './activity/state.ts';
import type {Badge, BadgeColour} from './badge.ts';
import {run, type Effect} from './effects.ts';
import type {GlyphSetting} from './glyphs.ts';
import type {ListLook} from './memory.ts';
import type {BodyForm} from './body-form.ts';
import type {KnownSenders} from './queues/known-senders.ts';
import type {Topology} from './queues/topology.ts';
import type {ThemeName} from './theme.ts';

/** What people have chosen for all their consoles, kept in the settings. */
export type Preferences = {
	readonly theme?: ThemeName;
	readonly glyphs?: GlyphSetting;
	/** What the header calls production. Default: PROD. */
	readonly prodWord?: string;
	/** On which colour. Default: red. */
	readonly prodColour?: BadgeColour;
	/** Words and colours of single contexts, by name or profile. */
	readonly badges?: Readonly<Record<string, Badge>>;
	/** What ended in the last seven days, newest first: the Done tab of Activity. */
	readonly done?: readonly DoneEntry[];
	/** What was chosen in the palette, newest first: offered first again. */
	readonly used?: readonly string[];
	/** Keys by action id, in place of those an action has. */
	readonly keys?: Readonly<Record<string, readonly string[]>>;
	/** How bodies are shown, by the thing that they are in: `queue orders`. */
	readonly bodies?: Readonly<Record<string, BodyForm>>;
	/** Whether CloudWatch may be asked, by context: `aws/prod/eu-west-1`. */
	readonly metrics?: Readonly<Record<string, 'yes' | 'no'>>;
	/** Columns and order of lists, by list: `queues`. */
	readonly lists?: Readonly<Record<string, ListLook>>;
	/** Things that stay on top, by context and list: `aws/prod/eu-west-1 queues`. */
	readonly pins?: Readonly<Record<string, readonly string[]>>;
	/** Who was whose dead-letter queue, by context. */
	readonly topologies?: Readonly<Record<string, Topology>>;
	/** Which topics sent to which queues, by context. */
	readonly senders?: Readonly<Record<string, KnownSenders>>;
	/** Filters by the thing that they were saved for, and by name. */
	readonly filters?: SavedFilters;
	/** Until when findings are hidden, by context and finding. */
	readonly ignored?: Readonly<Record<string, EpochMs>>;
};

export type SavedFilters = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Keeps some of them. Answers why they could not be kept. */
export type SavePreferences = (preferences: Preferences) => Promise<string | undefined>;

export function keep(preferences: Preferences): Effect {
	return run(`keep/${Object.keys(preferences).join()}`, async tools => {
		const problem = await tools.savePreferences(preferences);
		if (problem !== undefined) tools.dispatch({type: 'notice', text: problem, isFailure: true, atMs: tools.clock.nowMs()});
	});
}
