namespace Sluice.Core.Config.Yaml;

/// <summary>A value of a configuration file, with its place. Not yet interpreted.</summary>
internal abstract class ConfigNode(TextLocation at)
{
    /// <summary>Where it starts.</summary>
    public TextLocation At { get; } = at;

    /// <summary>What it is, as a user would say it; for errors.</summary>
    public abstract string Kind { get; }

    /// <summary>A copy that can be changed on its own, as every use of an alias needs.</summary>
    public abstract ConfigNode Copy();
}
