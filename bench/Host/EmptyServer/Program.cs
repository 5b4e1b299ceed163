var builder = WebApplication.CreateBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
var app = builder.Build();
app.MapGet("/", () => "Welcome");
await app.StartAsync();
Console.WriteLine($"Listening on {app.Urls.Single()}");
await app.WaitForShutdownAsync();
