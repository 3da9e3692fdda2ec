using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>
/// What became of the sessions of one watched folder, a line each time something did: <c>{"at","session","state","reason","files":[...]}</c>
/// in <c>sessions.jsonl</c>. Only ever appended to; the last line of a session counts. Safe from any thread.
/// </summary>
internal sealed class SessionLedger : IDisposable
{
    public const string FileName = "sessions.jsonl";
    private readonly TimeProvider _time;
    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly Lock _gate = new();

    private bool _disposed;

    // Guarded by _gate, like _disposed; one entry a session.
    private readonly Dictionary<string, (SessionState State, string Signature, bool IsOld)> _entries = new(StringComparer.Ordinal);

    /// <summary>Opens or makes the ledger, for this engine alone.</summary>
    /// <param name="folder">Absolute path; made when missing.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">It cannot be opened, or another engine has it.</exception>
    public SessionLedger(string folder, TimeProvider time)
    {
        _time = time;
        var path = Path.Combine(folder, FileName);
        try
        {
            Directory.CreateDirectory(folder);
            // A lock of its own, so that anyone may read the ledger meanwhile.
            _lock = new(Path.Combine(folder, "sessions.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _lock?.Dispose();
            throw new IOException($"state: the ledger '{path}' cannot be opened, or another engine has it: {fault.Message}", fault);
        }

        try
        {
            Load();
        }
        catch
        {
            _file.Dispose();
            _lock.Dispose();
            throw;
        }
    }

    /// <summary>Whether a session is to be read: it is new, was broken off by the end of an engine, or was quarantined and has changed since.</summary>
    public bool Wants(Session session)
    {
        lock (_gate)
        {
            return !_entries.TryGetValue(session.Name, out var entry) || (entry.State == SessionState.Reading && entry.IsOld)
                || (entry.State == SessionState.Quarantined && entry.Signature != session.Signature);
        }
    }

    /// <summary>Notes what became of a session; it is on the disk when this returns.</summary>
    /// <param name="session">The session.</param>
    /// <param name="state">How far it is.</param>
    /// <param name="reason">Why it is quarantined; null otherwise.</param>
    public void Note(Session session, SessionState state, string? reason = null)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("at", _time.GetUtcNow());
            json.WriteString("session", session.Name);
            json.WriteString("state", state.ToString().ToLowerInvariant());
            if (reason != null) json.WriteString("reason", reason);
            json.WriteString("signature", session.Signature);
            json.WriteStartArray("files");
            foreach (var file in session.Files)
            {
                json.WriteStartObject();
                json.WriteString("path", file.Path);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        lock (_gate)
        {
            // The source has stopped: what was not noted by now is read again.
            if (_disposed) return;
            _entries[session.Name] = (state, session.Signature, false);
            _file.Write(line.GetBuffer(), 0, (int)line.Length);
            _file.Flush(flushToDisk: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _file.Dispose();
            _lock.Dispose();
        }
    }

    private void Load()
    {
        using var reader = new StreamReader(_file, Encoding.UTF8, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                var root = json.RootElement;
                if (!Enum.TryParse<SessionState>(root.GetProperty("state").GetString(), ignoreCase: true, out var state)) continue;
                _entries[root.GetProperty("session").GetString()!] = (state, root.GetProperty("signature").GetString() ?? "", true);
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentNullException)
            {
                // A line that was cut short when the power went: its session is read again.
            }
        }

        // A torn line must not swallow the next one.
        if (_file.Length == 0) return;
        _file.Seek(-1, SeekOrigin.End);
        var torn = _file.ReadByte() != '\n';
        _file.Seek(0, SeekOrigin.End);
        if (torn) _file.WriteByte((byte)'\n');
    }
}
