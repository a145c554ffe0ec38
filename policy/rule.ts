import { UNKNOWN, shown, type Artefacts, type Source } from './artefacts';

/** An error keeps the files from being written; a warning is told. */
export type Severity = 'error' | 'warning';

/** Something that a rule says of an object. */
export interface Observation {
  /** Address of a resource, or of a Kubernetes object. */
  readonly on: string;
  readonly message: string;
}

/** Something that is not as it must be. */
export interface Finding extends Observation {
  readonly severity: Severity;
}

/** What rules need to know beside the artefacts: what ages, what this environment demands, and what a secret looks like. */
export interface Facts {
  /** As an ISO date. */
  readonly today: string;
  /** Kubernetes minor versions, each with the month in which its support ends, for example `2027-06`. */
  readonly kubernetesVersions: Readonly<Record<string, { readonly endOfLife?: string | undefined }>>;
  /** Versions of models, each with the day on which it retires. */
  readonly models: readonly {
    readonly name: string;
    readonly version: string;
    readonly retires?: string | undefined;
  }[];
  /** Versions of Kubernetes' own APIs that are served no more, by `apiVersion` and `kind`. */
  readonly retiredApis: Readonly<Record<string, { readonly retired: string; readonly instead: string }>>;
  /** Whether every image has to be named by its digest. */
  readonly imageDigests: boolean;
  /** Registries that images may come from. Where it is empty, known public ones. */
  readonly imageRegistries: readonly string[];
  /** What a text is, if it looks like a secret. */
  secretKind(text: string): string | undefined;
  /** Whether a secret is expected under a name. */
  isSecretName(name: string): boolean;
}

/** Something that must hold of artefacts. */
export interface Rule {
  /** Also the name of its file, for example `account-keys`. */
  readonly id: string;
  /** Of its findings, but for those that say their own. */
  readonly severity: Severity;
  /** The artefacts that it reads. */
  readonly reads: readonly Source[];
  /** What must hold, in a sentence. */
  readonly what: string;
  /** What happens where it does not. */
  readonly why: string;
  /** Where this is said, a URL. */
  readonly source: string;
  /** What to do about a finding. */
  readonly fix: string;
  /** Judges artefacts. */
  check(artefacts: Artefacts, report: Report, facts: Facts): void;
}

/** What one rule says of artefacts: "nothing is wrong" and "there was nothing to look at" are not the same. */
export class Report {
  private readonly looked = new Set<string>();
  private readonly unknowns: Observation[] = [];
  private readonly found: Finding[] = [];

  public constructor(private readonly severity: Severity) {}

  /** Addresses of what was looked at. */
  public get lookedAt(): readonly string[] {
    return [...this.looked];
  }

  /** What could not be judged, since only Azure knows it. */
  public get unknown(): readonly Observation[] {
    return this.unknowns;
  }

  public get findings(): readonly Finding[] {
    return this.found;
  }

  /** Notes that something was looked at. */
  public look(on: string): void {
    this.looked.add(on);
  }

  /** Notes that something cannot be judged. */
  public cannotTell(on: string, message: string): void {
    this.look(on);
    this.unknowns.push({ on, message });
  }

  /** Notes that something is not as it must be. */
  public find(on: string, message: string, severity = this.severity): void {
    this.look(on);
    this.found.push({ on, message, severity });
  }

  /**
   * Judges one value.
   *
   * @param name of the argument or field, for messages
   * @param demand what it must be, as the end of a sentence
   */
  public judge(on: string, name: string, value: unknown, isFine: (value: unknown) => boolean, demand: string): void {
    this.look(on);
    if (value === UNKNOWN) this.cannotTell(on, `'${name}' is known to Azure alone`);
    else if (!isFine(value)) this.find(on, `'${name}' must be ${demand}, got ${shown(value)}`);
  }

  /** Judges a value that must be a certain one. */
  public expect(on: string, name: string, value: unknown, wanted: string | boolean): void {
    this.judge(on, name, value, (got) => got === wanted, shown(wanted));
  }
}
