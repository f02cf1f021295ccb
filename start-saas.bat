@echo off
rem Starts Portaria on Windows: checks the tools, builds what changed, and opens the panel.
rem   start-saas.bat            the desktop app
rem   start-saas.bat --server   the server, without a window
rem   start-saas.bat --demo     the same on an emulated WhatsApp: no phone and no Internet needed
setlocal enabledelayedexpansion
cd /d "%~dp0"
set "demo=no"
set "program=portaria"
set "rest="
:words
if "%~1"=="" goto ready
if /i "%~1"=="--demo" (set "demo=yes") else if /i "%~1"=="--server" (set "program=portaria-server") else set "rest=!rest! %1"
shift
goto words
:ready
where cargo >nul 2>nul
if errorlevel 1 (echo portaria: falta o Rust 1.95 ou mais novo, instale pelo rustup / Rust 1.95 or newer is missing, install it with rustup & exit /b 1)
where node >nul 2>nul
if errorlevel 1 (echo portaria: falta o Node.js 20 ou mais novo / Node.js 20 or newer is missing & exit /b 1)
if "%demo%"=="no" goto tools
node -e "require('net').connect(5399,'127.0.0.1',()=>process.exit(0)).on('error',()=>process.exit(1))"
if errorlevel 1 goto tools
echo portaria: a porta do emulador, 5399, esta em uso: ha outra demonstracao aberta? / the emulator's port 5399 is in use: is another demo running?
exit /b 1
:tools
where perl >nul 2>nul
if errorlevel 1 (echo portaria: falta o Perl, que monta o OpenSSL ^(Strawberry Perl^) / Perl is missing, it builds OpenSSL ^(Strawberry Perl^) & exit /b 1)
echo portaria: montando a interface / building the interface
pushd ui
call npm ci --no-audit --no-fund --loglevel=error
if errorlevel 1 (popd & exit /b 1)
call npm run --silent build
if errorlevel 1 (popd & exit /b 1)
popd
set "target=%CARGO_TARGET_DIR%"
if "%target%"=="" set "target=target"
if "%demo%"=="yes" goto demo
echo portaria: compilando, a primeira vez leva varios minutos / building, the first time takes several minutes
cargo build --locked --release -p %program%
if errorlevel 1 exit /b 1
"%target%\release\%program%.exe" %rest%
exit /b %errorlevel%
:demo
set "feature=portaria-server/emulator"
if "%program%"=="portaria" set "feature=portaria/emulator,portaria-server/emulator"
cargo build --locked -p %program% -p portaria-emulator --features %feature%
if errorlevel 1 exit /b 1
if not exist .dev\demo mkdir .dev\demo
start "Portaria: WhatsApp emulado" /min "%target%\debug\portaria-emulator.exe" --demo --listen 127.0.0.1:5399 --save .dev\demo\network.json
set "PORTARIA_DATA_DIR=.dev\demo\data"
set "PORTARIA_WHATSAPP_URL=ws://127.0.0.1:5399/ws/chat"
"%target%\debug\%program%.exe" %rest%
taskkill /fi "WINDOWTITLE eq Portaria: WhatsApp emulado" >nul 2>nul
