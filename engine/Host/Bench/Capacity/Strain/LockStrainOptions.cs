using System.ComponentModel;

namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>Options of <see cref="LockStrain"/>.</summary>
internal sealed record LockStrainOptions
{
    /// <summary>How long a call holds it.</summary>
    [Description("How long a call holds the lock.")]
    public TimeSpan Hold { get; init; } = TimeSpan.FromMilliseconds(50);
}
