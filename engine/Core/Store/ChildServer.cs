using System.Diagnostics;

namespace Sluice.Core.Store;

/// <summary>
/// A server run as a child of this process. The child ends when its standard input closes, so it ends by itself when this process dies,
/// however that happens.
/// </summary>
internal sealed class ChildServer : IAsyncDisposable
{
    private const int KeptLines = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly Process _process;
    private readonly Queue<string> _last = new();
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildServer(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Ends when the process has.</summary>
    public Task Exited => _process.WaitForExitAsync();

    /// <summary>Starts a program and waits for the line that says it is ready.</summary>
    /// <param name="program">Path or name of the program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="isReady">Says of a line of its output whether it is that line.</param>
    /// <param name="stop">Gives up; the child is then stopped.</param>
    /// <returns>The server, and the line.</returns>
    /// <exception cref="StoreException">It could not be started, or ended before it was ready; with the last lines it wrote.</exception>
    public static async Task<(ChildServer Server, string Line)> StartAsync(
        string program, IEnumerable<string> arguments, Func<string, bool> isReady, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var server = new ChildServer(new() { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.OnLine(line.Data, isReady);
        server._process.ErrorDataReceived += (_, line) => server.OnLine(line.Data, isReady);
        try
        {
            server._process.Start();
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            server._process.Dispose();
            throw new StoreException($"'{program}' cannot be started: {fault.Message}.", fault);
        }

        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            var first = await Task.WhenAny(server._ready.Task, server.Exited).WaitAsync(stop);
            if (first == server._ready.Task) return (server, await server._ready.Task);
            throw new StoreException($"'{Path.GetFileName(program)}' ended with code {server._process.ExitCode} before it was ready. {server.LastLines}");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What it wrote last, for messages.</summary>
    public string LastLines
    {
        get
        {
            lock (_last) return _last.Count == 0 ? "It said nothing." : "It said:\n  " + string.Join("\n  ", _last);
        }
    }

    /// <summary>Kills it at once, as a crash would.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Asks it to end by closing its standard input, waits, and kills it when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
            await Exited.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            await Exited;
        }
        finally
        {
            _process.Dispose();
        }
    }

    private void OnLine(string? line, Func<string, bool> isReady)
    {
        if (line == null) return;
        lock (_last)
        {
            if (_last.Count == KeptLines) _last.Dequeue();
            _last.Enqueue(line);
        }

        if (isReady(line)) _ready.TrySetResult(line);
    }
}
