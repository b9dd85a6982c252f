import type {Answer, Caller} from './call.ts';
import type {ServiceId} from './allowed-calls.ts';
import type {Purpose} from './clients.ts';

/** Names of the actions of an SDK module: `SendMessage` where it exports `SendMessageCommand`. */
type ActionName<Sdk> = keyof Sdk extends infer Key ? (Key extends `${infer Name}Command` ? Name : never) : never;

type CommandOf<Sdk, Name extends string> = Sdk[`${Name}Command` & keyof Sdk];

// Where no member is required the SDK's constructors take no argument, too.
type InputOf<Command> = Command extends new (...parts: infer Parts) => unknown
	? Exclude<Parts, readonly []>[0 & keyof Exclude<Parts, readonly []>]
	: never;

type OutputOf<Command> = Command extends new (...input: never[]) => {
	resolveMiddleware(...parts: never[]): (...parts: never[]) => Promise<{output: infer Output}>;
}
	? Output
	: never;

export type SendOptions = {
	readonly signal?: AbortSignal | undefined;
	/** Name of the queue, topic or stream. */
	readonly about?: string;
	readonly purpose?: Purpose;
	/** For the audit log: which messages a delete is about, in the order of its entries. */
	readonly messageIds?: readonly string[] | undefined;
	/** How many things with a price of their own are asked for. */
	readonly quantity?: number;
};

/** Calls an action by its name, typed by the SDK. What is checked, logged and sent is therefore always the same name. */
export type Send<Sdk> = <Name extends ActionName<Sdk>>(
	action: Name,
	input: InputOf<CommandOf<Sdk, Name>>,
	options?: SendOptions,
) => Promise<OutputOf<CommandOf<Sdk, Name>>>;

type Sender = {send(command: unknown, options: {abortSignal: AbortSignal}): Promise<Answer>};

export function createSend<Sdk>(options: {
	service: ServiceId;
	caller: Caller;
	load: () => Promise<Sdk>;
	/** @param input What is sent: a queue's URL may name another region than the session's. */
	client: (purpose: Purpose, input: unknown) => Promise<unknown>;
}): Send<Sdk> {
	const {service, caller, load, client} = options;
	const send = (
		action: string,
		input: unknown,
		{signal, about, messageIds, quantity, purpose = 'usual'}: SendOptions = {},
	): Promise<Answer> =>
		caller.call(
			{service, action, input, messageIds, quantity, ...(about !== undefined && {about}), ...(signal && {signal})},
			async abortSignal => {
				const [sdk, sender] = await Promise.all([load(), client(purpose, input)]);
				abortSignal.throwIfAborted();
				// Send's type admits only names that the module has as commands, with their inputs; the SDK's own types cannot express that by name.
				const Command = (sdk as Record<string, (new (input: unknown) => unknown) | undefined>)[`${action}Command`];
				if (!Command) throw new Error(`The SDK has no ${action}Command.`);
				return (sender as Sender).send(new Command(input), {abortSignal});
			},
		);
	return send as Send<Sdk>;
}
