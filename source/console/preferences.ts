import type {GlyphSetting} from './glyphs.ts';
import type {ThemeName} from './theme.ts';

/** What people have chosen for all their consoles, kept in the settings. */
export type Preferences = {
	readonly theme?: ThemeName;
	readonly glyphs?: GlyphSetting;
	/** Keys by action id, in place of those an action has. */
	readonly keys?: Readonly<Record<string, readonly string[]>>;
};

/** Keeps one of them. Answers why it could not be kept. */
export type SavePreference = <Name extends keyof Preferences>(name: Name, value: Preferences[Name]) => Promise<string | undefined>;
