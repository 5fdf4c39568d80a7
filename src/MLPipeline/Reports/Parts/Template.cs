using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Fluid;

namespace MLPipeline.Reports;

/// <summary>The Liquid templates that are embedded in this assembly. What they insert is encoded for HTML, unless it passes the filter <c>raw</c>.</summary>
internal static class Template
{
    private static readonly FluidParser Parser = new();
    private static readonly TemplateOptions Options = new() { MemberAccessStrategy = new UnsafeMemberAccessStrategy() };
    private static readonly ConcurrentDictionary<string, IFluidTemplate> Parsed = new();

    /// <summary>Fills a template; it sees the public properties of the model by their names.</summary>
    public static string Render(string name, object model) =>
        Parsed.GetOrAdd(name, n => Parser.Parse(Resource(n))).Render(new TemplateContext(model, Options), HtmlEncoder.Default);

    /// <summary>An embedded file.</summary>
    public static string Resource(string name)
    {
        using var stream = typeof(Template).Assembly.GetManifestResourceStream($"reports/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
