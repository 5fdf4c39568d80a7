using System.IO.Compression;
using System.Net;
using System.Text;

namespace MLPipeline.Tests.Build;

/// <summary>A package feed on this machine, as NuGet's protocol 3 has it, whose packages are empty.</summary>
internal sealed class LocalFeed : IDisposable
{
    private readonly HttpListener _listener;
    private readonly Dictionary<string, (string Version, string Dependency)> _packages = new(StringComparer.OrdinalIgnoreCase);

    public LocalFeed()
    {
        for (var port = Random.Shared.Next(20_000, 50_000); ; port++)
        {
            Address = $"http://127.0.0.1:{port}/";
            _listener = new HttpListener { Prefixes = { Address } };
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                // Somebody's port: the next one.
            }
        }

        _ = Serve();
    }

    private string Address { get; }

    /// <summary>What a NuGet.config names.</summary>
    public string Source => Address + "index.json";

    /// <summary>Serves a package, which may depend on a version of another one.</summary>
    public LocalFeed With(string id, string version, string dependency = "")
    {
        _packages[id] = (version, dependency);
        return this;
    }

    public void Dispose() => _listener.Close();

    private async Task Serve()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var answer = Answer(context.Request.Url!.AbsolutePath.Trim('/').Split('/'));
                context.Response.StatusCode = answer is null ? 404 : 200;
                context.Response.Close(answer ?? [], willBlock: false);
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private byte[]? Answer(string[] path)
    {
        if (path is ["index.json"])
        {
            return Encoding.UTF8.GetBytes($$"""{"version":"3.0.0","resources":[{"@id":"{{Address}}flat/","@type":"PackageBaseAddress/3.0.0"}]}""");
        }

        return path is not ["flat", var id, ..] || !_packages.TryGetValue(id, out var package) ? null
            : path is [.., "index.json"] ? Encoding.UTF8.GetBytes($$"""{"versions":["{{package.Version}}"]}""")
            : Package(id, package.Version, package.Dependency);
    }

    private static byte[] Package(string id, string version, string dependency)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(zip.CreateEntry(id + ".nuspec").Open()))
        {
            writer.Write(
                $"""
                <package><metadata><id>{id}</id><version>{version}</version><authors>test</authors><description>empty</description>
                <dependencies>{dependency}</dependencies></metadata></package>
                """);
        }

        return bytes.ToArray();
    }
}
