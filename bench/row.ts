/** What one round of one series measured. */
export type Measure = {
	/** What bounds are about: microseconds of CPU, milliseconds, MiB. */
	readonly value: number;
	/** Printed beside it, of no consequence: requests a second. */
	readonly beside?: number;
};

/** A series that has begun: its server runs and holds what it needs. */
export type Running = {
	/** Round 0 is for the compiler and is not counted. */
	measure(round: number): Promise<Measure>;
	close(): void | Promise<void>;
};

/** One line of a row: one server, or one size of a backlog. */
export type Series = {
	readonly name: string;
	start(): Promise<Running>;
	/** Rounds at most, where one takes long or says all. */
	readonly roundsMax?: number;
};

/** What a series of sluice's must keep to: so many times another series of the same run, or a plain number. */
export type Bound = {
	readonly series: string;
	readonly atMost: number;
	/** Absent: `atMost` is in the row's own unit. */
	readonly timesOf?: string;
};

/** A row of the bench. */
export type Row = {
	/** What it is called on the command line. */
	readonly name: string;
	readonly title: string;
	readonly unit: 'µs' | 'ms' | 'MiB' | 'B';
	readonly besideUnit?: string;
	readonly series: readonly Series[];
	readonly bounds: readonly Bound[];
	/** Left out when no row is named, because it takes minutes. */
	readonly isLong?: boolean;
};
