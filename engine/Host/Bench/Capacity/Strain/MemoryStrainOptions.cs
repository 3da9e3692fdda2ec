using System.ComponentModel;
using Sluice.Abstractions;

namespace Sluice.Host.Bench.Capacity.Strain;

/// <summary>Options of <see cref="MemoryStrain"/>.</summary>
internal sealed record MemoryStrainOptions
{
    /// <summary>What a call copies.</summary>
    [Description("What a call copies.")]
    public ByteSize Size { get; init; } = new(96L << 20);
}
