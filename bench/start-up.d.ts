/** The Nodes at hand: the running one, and those of npm's packages in node_modules or in AZBACKUP_BENCH_NODES. */
export declare function installedNodes(root: string): readonly string[];
