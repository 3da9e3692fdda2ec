using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Plugins;

/// <summary>A plugin that was loaded.</summary>
/// <param name="Name">Its name: that of its folder and assembly.</param>
/// <param name="Path">Absolute path of its assembly.</param>
/// <param name="Factories">The kinds of stage it adds, at least one.</param>
public sealed record Plugin(string Name, string Path, ImmutableArray<StageFactory> Factories);
