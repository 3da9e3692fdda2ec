using System.ComponentModel;
using Sluice.Abstractions;

namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>Options of <see cref="MemoryStrain"/>.</summary>
internal sealed record MemoryStrainOptions
{
    /// <summary>What a pass copies.</summary>
    [Description("What a pass copies.")]
    public ByteSize Size { get; init; } = new(48L << 20);

    /// <summary>Passes a call.</summary>
    [Description("Passes a call.")]
    public int Passes { get; init; } = 2;
}
