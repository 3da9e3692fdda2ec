namespace Sluice.Core.Plugins;

/// <summary>A plugin, or one of its stages, that is not there for graphs to use.</summary>
/// <param name="Name">The plugin's name: that of its folder.</param>
/// <param name="Path">Absolute path of its assembly, or of the folder searched.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record PluginFailure(string Name, string Path, string Reason)
{
    /// <summary>The line a user sees.</summary>
    public override string ToString() => $"plugin '{Name}' ({Path}): {Reason}";
}
