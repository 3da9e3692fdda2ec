using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Native.Chdb;

namespace Sluice.Core.Store;

/// <summary>
/// The embedded metadata store as a program: ClickHouse's HTTP interface over one folder. It runs in a process of its own, so that
/// neither its memory nor a crash touches the engine.
/// </summary>
public static class StoreServer
{
    /// <summary>Serves a folder until told to stop. Once it answers it prints one line, <c>listening http://127.0.0.1:PORT</c>.</summary>
    /// <param name="folder">The store; made when missing. One process at a time.</param>
    /// <param name="listen">Address and port, such as <c>127.0.0.1:0</c> for a free port.</param>
    /// <param name="output">Where that line goes.</param>
    /// <param name="parent">Ends the server when this text ends: the standard input, when a parent holds its other end; null to run on.</param>
    /// <param name="stop">Stops the server.</param>
    /// <param name="readOnly">Another address, whose requests only read the store's own tables: for dashboards. Null for none.</param>
    /// <exception cref="StoreException">The folder is open elsewhere, the library is missing, or the address is taken.</exception>
    public static async Task RunAsync(string folder, string listen, TextWriter output, TextReader? parent, CancellationToken stop, string? readOnly = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var address = AddressOf(listen);
        var second = readOnly == null ? null : AddressOf(readOnly);
        folder = Path.GetFullPath(folder);
        using var front = Open(folder);
        await using var app = Build(front, second == null ? [address] : [address, second]);
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException fault)
        {
            throw new StoreException($"The store cannot listen on {address}{(second == null ? "" : $" and {second}")}: {fault.Message}", fault);
        }

        // In the order they were asked for.
        int[] ports = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(static text => new Uri(text).Port)];
        if (second != null)
        {
            front.ReadOnlyPort = ports[1];
            await output.WriteLineAsync($"read only http://{new IPEndPoint(second.Address, ports[1])}");
        }

        var url = string.Create(CultureInfo.InvariantCulture, $"http://{new IPEndPoint(address.Address, ports[0])}");
        StoreAddress.Write(folder, url);
        await output.WriteLineAsync($"listening {url}");
        await output.FlushAsync(stop);
        await WaitAsync(parent, stop);
        StoreAddress.Clear(folder);
        // Requests under way get time to end; connections to the engine must be closed before the process exits.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await app.StopAsync(patience.Token);
    }

    private static IPEndPoint AddressOf(string listen)
    {
        if (!IPEndPoint.TryParse(listen, out var address))
            throw new StoreException($"'{listen}' is no address to listen on; '127.0.0.1:0' takes a free port of this machine.");
        // Whoever reaches it may read every file that SQL's table functions reach.
        return IPAddress.IsLoopback(address.Address) ? address
            : throw new StoreException($"The store listens on this machine only, such as 127.0.0.1:8123; {address} is open to others, and it has no users. Put a proxy that asks for a password in front of it.");
    }

    private static StoreFront Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new(folder);
        }
        catch (Exception fault) when (fault is ChdbException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw new StoreException(fault.Message, fault);
        }
    }

    private static WebApplication Build(StoreFront front, IPEndPoint[] addresses)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddRequestDecompression();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = StoreFront.BodyLimitBytes;
            kestrel.Limits.MaxRequestLineSize = 64 << 10;
            foreach (var address in addresses) kestrel.Listen(address);
        });
        var app = builder.Build();
        app.UseRequestDecompression();
        app.MapGet("/ping", static () => Results.Text("Ok.\n"));
        app.MapMethods("/", ["GET", "POST"], front.HandleAsync);
        return app;
    }

    private static async Task WaitAsync(TextReader? parent, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(stopped.SetResult);
        await (parent == null ? stopped.Task : Task.WhenAny(stopped.Task, Task.Run(() => DrainAsync(parent), CancellationToken.None)));
    }

    private static async Task DrainAsync(TextReader parent)
    {
        while (await parent.ReadLineAsync() != null)
        {
        }
    }
}
