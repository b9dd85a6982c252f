import {Box, Text} from 'ink';
import {memo, useSyncExternalStore, type ReactNode} from 'react';
import type {Store} from './store.ts';

/** One prepared row. Ink measures text: an empty one would have no height. */
const Row = memo(function Row({text}: {readonly text: string}): ReactNode {
	return <Text wrap="truncate">{text === '' ? ' ' : text}</Text>;
});

/** The whole console: rows prepared by the store, drawn as they are. React decides nothing. */
export function App({store}: {readonly store: Store}): ReactNode {
	const rows = useSyncExternalStore(store.subscribe, store.frame);
	return (
		<Box flexDirection="column" width={store.state().size.columns} height={rows.length} flexShrink={0}>
			{rows.map((text, index) => (
				// A row is its position on the screen.
				<Row key={index} text={text} />
			))}
		</Box>
	);
}
