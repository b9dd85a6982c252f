import type {Session} from '../../aws/session.ts';

/** A context that is open beside the one on screen, such as the one that messages are sent back to. */
export type OpenedContext = {
	readonly session: Session;
	/** For people: which engine, which port. */
	readonly notes: readonly string[];
	/** Closes its session, and its engine where that is ours. */
	close(): Promise<void>;
};

/** The contexts of this machine. The console knows neither config files nor flags: whoever starts it does. */
export type ContextTools = {
	/**
	Opens a context by its name: a profile, or `local` for the engine of this machine. Its mode is its own. Nothing is sent before the first call.

	@throws `no-region` when none can be found for the profile.
	*/
	open(name: string): Promise<OpenedContext>;
};
