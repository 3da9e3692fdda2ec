using Sluice.Abstractions;
using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Checks;

/// <summary>A stage on its way to being checked. Its value are its options, null when they are faulty.</summary>
internal sealed class StageDraft(MappingNode node, string owner) : Draft<object>(node, owner)
{
    public StageFactory? Factory { get; set; }

    public List<LinkConfig> From { get; } = [];

    /// <summary>Whether every entry of <c>from</c> could be read.</summary>
    public bool LinksAreSound { get; set; }

    public StageConfig ToConfig() => new() { Id = Id!, Factory = Factory!, Options = Value!, From = [.. From], At = Node.At };
}
