namespace Sluice.Abstractions;

/// <summary>What a stage knows of the graph it is in.</summary>
public sealed class StageContext
{
    /// <summary>The stage's id in the graph.</summary>
    public required string Id { get; init; }

    /// <summary>The engine's name.</summary>
    public required string Engine { get; init; }

    /// <summary>Absolute path of the folder that relative paths in the graph start from: where the graph file lies.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>Ids of the sources whose frames reach the stage.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>What frames on the incoming links are sure to carry, all links together.</summary>
    public required StreamContent Input { get; init; }

    /// <summary>The stage's log.</summary>
    public required IStageLog Log { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The engine's own services, such as its models; a plugin needs none.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Turns a path of the graph into an absolute one.</summary>
    /// <param name="path">Absolute, or relative to <see cref="BaseDirectory"/>.</param>
    public string Resolve(string path) => Path.GetFullPath(path, BaseDirectory);
}
