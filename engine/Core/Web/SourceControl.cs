using Sluice.Core.Config;
using Sluice.Core.Graph;

namespace Sluice.Core.Web;

/// <summary>Changes the sources of a running engine from texts, with the same checks as a graph's file has.</summary>
/// <param name="engine">The engine.</param>
/// <param name="baseDirectory">Where relative paths start: the graph's folder.</param>
/// <param name="prepare">Makes ready what a source needs before it can be opened, such as a rendered scene; null for nothing.</param>
public sealed class SourceControl(Engine engine, string baseDirectory, Func<SourceConfig, CancellationToken, Task>? prepare = null)
{
    private const string Name = "request";

    /// <summary>The sources as configured, in order.</summary>
    public IReadOnlyList<SourceConfig> Sources => engine.SourceConfigs;

    /// <summary>Adds a source.</summary>
    /// <param name="text">A mapping with a source's keys, YAML or JSON.</param>
    /// <param name="stop">Gives up before anything is changed.</param>
    /// <returns>The source's id, and what is probably not meant.</returns>
    /// <exception cref="ConfigException">The text is faulty.</exception>
    /// <exception cref="SourceChangeException">It cannot be added.</exception>
    public async Task<(string Id, IReadOnlyList<string> Warnings)> AddAsync(string text, CancellationToken stop)
    {
        var (source, warnings) = SourceText.Parse(text, Name, baseDirectory);
        await PrepareAsync(source, stop);
        engine.AddSource(source);
        return (source.Id, Notes(source.Id, warnings));
    }

    /// <summary>Replaces a source.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="text">A mapping with a source's keys, YAML or JSON; the id may be left out.</param>
    /// <param name="stop">Gives up before anything is changed.</param>
    /// <returns>What is probably not meant.</returns>
    /// <exception cref="ConfigException">The text is faulty.</exception>
    /// <exception cref="SourceChangeException">It cannot be replaced.</exception>
    public async Task<IReadOnlyList<string>> ReplaceAsync(string id, string text, CancellationToken stop)
    {
        var (source, warnings) = SourceText.Parse(text, Name, baseDirectory, id);
        await PrepareAsync(source, stop);
        await engine.ReplaceSourceAsync(source);
        return Notes(id, warnings);
    }

    /// <summary>Removes a source.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>Its account, and the stages that name it.</returns>
    /// <exception cref="SourceChangeException">It cannot be removed.</exception>
    public async Task<(SourceSnapshot Account, IReadOnlyList<string> Warnings)> RemoveAsync(string id)
    {
        var account = await engine.RemoveSourceAsync(id);
        return (account, [.. engine.StagesNaming(id).Select(stage => $"stage '{stage}' names '{id}' in its 'from': it takes nothing from there until a source '{id}' is added")]);
    }

    /// <summary>Pauses a source.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="SourceChangeException">It cannot be paused.</exception>
    public Task PauseAsync(string id) => engine.PauseSourceAsync(id);

    /// <summary>Lets a paused source go on.</summary>
    /// <param name="id">Its id.</param>
    /// <exception cref="SourceChangeException">It is not paused.</exception>
    public void Resume(string id) => engine.ResumeSource(id);

    private Task PrepareAsync(SourceConfig source, CancellationToken stop) => prepare?.Invoke(source, stop) ?? Task.CompletedTask;

    private IReadOnlyList<string> Notes(string id, IReadOnlyList<ConfigWarning> warnings)
        => [.. warnings.Select(static w => w.ToString()), .. engine.Reaches(id) ? [] : new[] { $"no stage takes from '{id}'" }];
}
