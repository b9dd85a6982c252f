import type {SessionContext} from '../aws/session.ts';
import {safeText} from '../payload/safe-text.ts';
import {span, type Look, type Span} from './line.ts';
import type {Preferences} from './preferences.ts';

export type BadgeColour = 'red' | 'yellow' | 'green' | 'blue' | 'magenta' | 'cyan';

/** The word and the colour that a context carries in the header. */
export type Badge = {readonly word?: string; readonly colour?: BadgeColour};

/** What people chose for production as a whole, and for single contexts by name or profile. */
export type BadgeSettings = Pick<Preferences, 'prodWord' | 'prodColour' | 'badges'>;

const looks: Readonly<Record<BadgeColour, Look>> = {
	red: 'prod',
	yellow: 'prodYellow',
	green: 'prodGreen',
	blue: 'prodBlue',
	magenta: 'prodMagenta',
	cyan: 'prodCyan',
};

/** `PROD`, for production; another context has one where it was given a word. */
export function badgeOf(context: Pick<SessionContext, 'name' | 'profile' | 'isProd'>, settings: BadgeSettings): Span | undefined {
	const {prodWord = 'PROD', prodColour = 'red', badges = {}} = settings;
	const own = [context.name, context.profile ?? ''].map(name => (Object.hasOwn(badges, name) ? badges[name] : undefined)).find(Boolean);
	const word = own?.word ?? (context.isProd ? prodWord : '');
	if (word === '') return undefined;
	return span(safeText(word), looks[own?.colour ?? (context.isProd ? prodColour : 'blue')]);
}
