namespace Sluice.Core.Config.Yaml;

/// <summary>Well-formed YAML that a configuration must not hold. Never leaves the reader.</summary>
internal sealed class YamlRefusedException(TextLocation at, string message) : Exception(message)
{
    public TextLocation At { get; } = at;
}
