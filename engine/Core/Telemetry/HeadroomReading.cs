using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>What <see cref="HeadroomMonitor"/> saw at one look.</summary>
/// <param name="At">When, as its clock counts.</param>
/// <param name="Cpu">CPU time of the process.</param>
/// <param name="Machine">CPU time of everything on the machine; null where the system does not say.</param>
/// <param name="Waited">Seconds that threads of the process were ready to run and had no core, over all of them.</param>
/// <param name="Engine">The engine's counters.</param>
internal sealed record HeadroomReading(long At, TimeSpan Cpu, MachineCpu? Machine, double Waited, EngineSnapshot Engine);
