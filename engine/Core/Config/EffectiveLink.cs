using Sluice.Abstractions;

namespace Sluice.Core.Config;

/// <summary>An edge's bounds with every default filled in.</summary>
/// <param name="Policy">What a full edge does; never <see cref="OverflowPolicy.Latest"/>, which is spelt out.</param>
/// <param name="Capacity">Most frames of each source queued, at least 1.</param>
/// <param name="Bytes">Most bytes of pictures queued; a single picture larger than this still passes.</param>
public readonly record struct EffectiveLink(OverflowPolicy Policy, int Capacity, ByteSize Bytes);
