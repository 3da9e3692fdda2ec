using System.Collections.Immutable;
using Sluice.Abstractions;

namespace Sluice.Core.Plugins;

/// <summary>What was found in the plugin folders.</summary>
/// <param name="Plugins">Those that loaded, by name.</param>
/// <param name="Failures">Those that did not; the others do not mind.</param>
public sealed record PluginSet(ImmutableArray<Plugin> Plugins, ImmutableArray<PluginFailure> Failures)
{
    /// <summary>The kinds of stage all plugins add.</summary>
    public IEnumerable<StageFactory> Factories => Plugins.SelectMany(static p => p.Factories);
}
