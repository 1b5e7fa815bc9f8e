// What the doctor may see of what a command stands on: the program, its settings, the way to Azure and the sign-in.
// The edge makes it (src/cli/diagnosis); tests put one of their own in its place.

import type { AzbackupError } from '../../errors/azbackup-error.js';
import type { HostProbe } from '../../domain/diagnosis/host-probe.js';
import type { SignIn } from '../../services/arm/sign-in/describe-sign-in.js';

/** Questions to this machine and its network. */
export interface Probes {
  /** The release of az; undefined when there is none. */
  azRelease(limitSeconds: number): Promise<string | undefined>;
  /** The addresses of a name. @throws Error with Node's code, such as ENOTFOUND */
  addressesOf(host: string): Promise<readonly string[]>;
  /** One request without a token. Never rejects. */
  host(host: string, limitSeconds: number): Promise<HostProbe>;
}

/** The program and what it runs on. */
export interface ProgramFacts {
  readonly version: string;
  /** Without the `v`. */
  readonly node: string;
  /** System and processor, such as `linux x64`. */
  readonly platform: string;
  readonly homeDirectory: string;
}

/** Where a cloud answers; host names. */
export interface CloudHosts {
  readonly name: string;
  readonly resourceManager: string;
  readonly signIn: string;
  readonly graph: string;
  /** Without the leading dot. */
  readonly keyVaultSuffix: string;
  /** Versions that the cloud pins, by provider namespace or resource type. */
  readonly apiVersions: Readonly<Record<string, string>>;
}

/** The folder of a sandbox, as it is without being opened. */
export interface SandboxFolder {
  readonly directory: string;
  readonly exists: boolean;
  /** True when this command works on it. */
  readonly inUse: boolean;
  /** Its server, as far as one was written down there; `answers` is false for one that was killed. */
  readonly server?: { readonly address: string; readonly answers: boolean };
  /** How old the lock of a process is that does not give it back, seconds. */
  readonly staleLockSeconds?: number;
  /** Opens it, and shows when it is there and how its clock goes. @throws AzbackupError when it does not load */
  look(): Promise<{ readonly world: string; readonly time: string; readonly clock: string }>;
}

/** All of it. */
export interface Surroundings {
  readonly program: ProgramFacts;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Why the config files could not be used. */
  readonly configProblem?: AzbackupError;
  /** Why there is no way to Azure or to the sandbox: a proxy, a cloud, a sandbox that are none. */
  readonly connectionProblem?: AzbackupError;
  readonly cloud: CloudHosts;
  /** True when requests are answered in this process: there is no network to look at. */
  readonly inProcess: boolean;
  readonly probes: Probes;
  readonly signIn: SignIn;
  readonly sandbox: SandboxFolder;
  /** What becomes of work, or `late` once so many real seconds have passed. */
  readonly within: <Result>(work: Promise<Result>, seconds: number) => Promise<Result | 'late'>;
  /** Writes a text file that is there for its owner. @throws AzbackupError `AZB_FILE_UNWRITABLE` (2) */
  write(file: string, text: string): Promise<void>;
}
