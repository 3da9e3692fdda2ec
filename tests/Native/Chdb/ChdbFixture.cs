using Sluice.Native.Chdb;

namespace Sluice.Native.Tests.Chdb;

/// <summary>The store, opened on first use.</summary>
public sealed class ChdbFixture : IDisposable
{
    private readonly Lazy<ChdbConnection> _keeper;

    public ChdbFixture() => _keeper = new(() => new(Folder));

    public string Folder { get; } = Directory.CreateTempSubdirectory("sluice-chdb-").FullName;

    public ChdbConnection Open()
    {
        _ = _keeper.Value;
        return new(Folder);
    }

    public void Dispose()
    {
        if (_keeper.IsValueCreated) _keeper.Value.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
