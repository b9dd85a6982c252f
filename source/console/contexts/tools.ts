import type {AskMfaCode} from '../../aws/credentials.ts';
import type {Login} from '../../aws/config/login.ts';
import type {FoundEndpoint} from '../../aws/probe.ts';
import type {Mode, Session} from '../../aws/session.ts';

/** A context that is open: the one on screen, or one beside it that messages are sent back to. */
export type OpenedContext = {
	readonly session: Session;
	/** For people: which engine, which port. */
	readonly notes: readonly string[];
	/** Closes its session, and its engine where that is ours. */
	close(): Promise<void>;
};

/** What a person chose to work in. */
export type ContextRequest =
	/** The local engine, with demo traffic where it is ours. */
	| {readonly type: 'here'}
	| {readonly type: 'endpoint'; readonly url: string; readonly region?: string}
	| {readonly type: 'profile'; readonly name: string; readonly region?: string; readonly roleArn?: string; readonly endpointUrl?: string};

/** A profile of the config files, as far as they tell. */
export type ListedProfile = {
	readonly name: string;
	readonly region?: string;
	readonly login: Login;
	/** Where its endpoint is set: `[services local]`, `endpoint_url`. */
	readonly endpointFrom?: string;
	/** The mode it would start in. */
	readonly mode: Mode;
	readonly isProd: boolean;
	/** What is wrong with it, and on which line. */
	readonly fault?: string;
	readonly file: string;
	readonly line: number;
};

/** What there is to choose from, read without asking anybody but this machine's files. */
export type ContextList = {
	readonly profiles: readonly ListedProfile[];
	/** Lines of the files that belong to no profile and are not understood. */
	readonly faults: readonly string[];
	/** `~/.aws/config` */
	readonly configPath: string;
	/** What was worked in, newest first: profiles, `local`, URLs. */
	readonly recent: readonly string[];
	/** What `sluice` opens without being told. */
	readonly default?: string;
};

/** The contexts of this machine. The console knows neither config files nor flags: whoever starts it does. */
export type ContextTools = {
	/**
	Opens a context by its name: a profile, or `local` for the engine of this machine. Its mode is its own. Nothing is sent before the first call.

	@throws `no-region` when none can be found for the profile.
	*/
	open(name: string): Promise<OpenedContext>;
	/** Opens what was chosen, to work in. @throws What `open` throws, in sentences. */
	enter(request: ContextRequest): Promise<OpenedContext>;
	list(): Promise<ContextList>;
	/** Endpoints that listen on this machine. Asks the loopback address only, and waits 300 ms at most. */
	probe(options: {signal: AbortSignal}): Promise<readonly FoundEndpoint[]>;
	/** Keeps what is opened without being told; undefined: nothing. Answers why it could not be kept. */
	setDefault(name: string | undefined): Promise<string | undefined>;
	/** Marks a context as production or not, by hand. Answers why it could not be kept. */
	markProduction(name: string, isProd: boolean): Promise<string | undefined>;
	/** Changes with every file that a login depends on. */
	loginStamp(): string;
	/** Puts another in charge of asking for MFA codes. */
	askMfaBy(ask: AskMfaCode): void;
};
