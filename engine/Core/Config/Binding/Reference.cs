using Sluice.Core.Config.Yaml;

namespace Sluice.Core.Config.Binding;

/// <summary>A bound text that must be the id of something declared; looked up when everything is bound.</summary>
internal sealed record Reference(string Section, string Id, ScalarNode Node, Place Place);
