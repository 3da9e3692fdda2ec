namespace Sluice.Core.Config;

/// <summary>A configuration that cannot be run. Carries every fault found, not only the first.</summary>
/// <param name="errors">At least one fault, in file order.</param>
public sealed class ConfigException(IReadOnlyList<ConfigError> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    /// <summary>Every fault, in file order.</summary>
    public IReadOnlyList<ConfigError> Errors { get; } = errors;
}
